# Runs on the lab's stage: one server behind two routers, four of its ports in four states.
trap - ERR
on() { nsenter --net=/run/netns/"$1" bash -euc "$2"; }

# The link between the routers, $DELAY ms slow each way: a server some way off, behind a near router.
slow_link() {
  ip -n r1 link del mid
  coproc SLOW { python3 "$HERE/delay.py" "$DELAY" /run/netns/r1 /run/netns/r2 mid; }
  read -r _ <&"${SLOW[0]}"
  for end in 1 2; do
    ip -n r$end link set mid up
    ip -n r$end addr add 10.2.0.$end/24 dev mid
  done
  ip -n r1 route add 10.3.0.0/24 via 10.2.0.2
  ip -n r2 route add default via 10.2.0.1
}
if [ "$DELAY" != 0 ]; then slow_link; fi

on names zone
on server "web 8080"
on r2 "iptables -A FORWARD -p tcp --dport 6000 -j REJECT"
on r1 "iptables -A FORWARD -p tcp --dport 5500 -j DROP"

host=four.example.org
export LC_ALL=C

# What a person types. Each step is needed: the first gives the address, the second the port's state, the
# third the machine. Exit codes tell the state, so they are no failures here.
by_netwhy() { $UNPRIVILEGED "$NETWHY" --json "$host:$1"; }
by_root() { dig +noall +answer "$host"; nc -vz -w 5 "$host" "$1"; traceroute -T -n -p "$1" "$host"; }
by_user() { $UNPRIVILEGED dig +noall +answer "$host"; $UNPRIVILEGED nmap -Pn -p "$1" "$host"; $UNPRIVILEGED tracepath -n "$host"; }
export -f by_netwhy by_root by_user
export host NETWHY UNPRIVILEGED

# median WAY PORT: the median of some runs in milliseconds.
median() {
  local way=$1 port=$2 runs=$3 start end
  for ((run = 0; run < runs; run++)); do
    # Routers and hosts limit their ICMP errors; the limit refills meanwhile.
    sleep 3
    start=${EPOCHREALTIME/./}
    nsenter --net=/run/netns/client timeout 60 bash -c "$way $port" >/run/lab/out 2>&1 || true
    end=${EPOCHREALTIME/./}
    echo $((end - start))
  done | sort -n | awk '{all[NR] = $1} END {printf "%.1f", all[int((NR + 1) / 2)] / 1000}'
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.1f", a / b}'; }

printf 'median of %s runs (silent: 3), milliseconds; the server is %s ms away\n\n' "$RUNS" $((2 * DELAY))
printf '%-9s %9s %26s %7s %26s %7s  %s\n' target netwhy 'dig + nc + traceroute -T' ratio 'dig + nmap + tracepath' ratio 'netwhy says'
for target in open:8080 refused:7000 rejected:6000 silent:5500; do
  name=${target%:*} port=${target#*:} runs=$RUNS
  [ "$name" = silent ] && runs=3
  netwhy=$(median by_netwhy "$port" "$runs")
  said=$(python3 -c '
import json
report = json.load(open("/run/lab/out"))
verdict = report["verdict"]
at = verdict["at"] or {}
print(report["outcome"], verdict["cause"] or "", "at hop %s (%s)" % (at["hop"], at["address"]) if at else "")')
  root=$(median by_root "$port" "$runs")
  user=$(median by_user "$port" "$runs")
  printf '%-9s %9s %26s %7s %26s %7s  %s\n' "$name" "$netwhy" "$root" "$(ratio "$root" "$netwhy")" "$user" "$(ratio "$user" "$netwhy")" "$said"
done

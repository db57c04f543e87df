# Minecraft servers, for the scenarios of `minecraft`. `$PEERS` is where tests/install.sh puts those of other makers.

# game PORT [OPTIONS]: a server of minecraft-protocol's on both families; OPTIONS are lines of its own options, such as
# `motd: "x"`, or of hooks. At the port of a name it answers as that name's server would.
game() {
  node -e "
const server = require('$PEERS/npm/node_modules/minecraft-protocol').createServer({
  'online-mode': false, version: '1.20.4', port: $1, host: '::', motd: 'A server of the lab', ${2-} });
${3-}" >/run/lab/game.$1 2>&1 &
  listening $1 || { cat /run/lab/game.$1 >&2; return 1; }
  # The first answer takes it much longer than all later ones.
  exec 5<>/dev/tcp/127.0.0.1/$1
  printf '\x0f\x00\x2f\x09127.0.0.1\x63\xdd\x01\x01\x00' >&5
  read -r -t 5 -N 1 <&5 2>/dev/null || true
  exec 5>&-
}

# shy PORT: the same with `enable-status=false`: it closes on whoever asks for the status, in old ways too, and takes
# log-ins.
shy() {
  game $1 '' "server.prependListener('connection', client => {
    const close = () => { client.write = client.writeRaw = () => {}; client.socket.end(); };
    client.once('set_protocol', asked => {
      if (asked.nextState === 1) return close();
      if (asked.protocolVersion === server.mcversion.version) return;
      // As Mojang's does, to whom a client of another version is one that logs in.
      client.state = 'login';
      client.write('disconnect', { reason: JSON.stringify({ translate: 'multiplayer.disconnect.outdated_client', with: ['1.20.4'] }) });
      close();
    });
    client.once('legacy_server_list_ping', close);
  });"
}

# behind PORT WORD: a game to which only those connections come that begin so (as printf writes it). `PROXY ` stands for a
# server that wants that header and takes it off, `\xfe` for one from before 1.7.
behind() {
  game $(($1 + 1000))
  python3 - $1 "$2" <<'END' &
import socket, sys, threading
port, word = int(sys.argv[1]), sys.argv[2].encode().decode("unicode_escape").encode("latin-1")
server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
def pour(one, other):
    try:
        while data := one.recv(4096):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # gone already
def treat(one):
    data = b""
    while len(data) < len(word):
        more = one.recv(len(word) - len(data))
        if not more or not word.startswith(data + more):
            return one.close()
        data += more
    if word == b"PROXY ":
        data = b""
        while one.recv(1) not in b"\n":
            pass
    game = socket.create_connection(("127.0.0.1", port + 1000))
    game.sendall(data)
    threading.Thread(target=pour, args=(one, game), daemon=True).start()
    pour(game, one)
while True:
    threading.Thread(target=treat, args=(server.accept()[0],), daemon=True).start()
END
  listening $1
}

# bedrock PORT: jsp-raknet's server, on IPv4 alone; bedrock_v6 PORT: the same behind a relay of datagrams.
bedrock() {
  node -e "
const { Server } = require('$PEERS/npm/node_modules/jsp-raknet');
const Name = require('$PEERS/npm/node_modules/jsp-raknet/js/utils/ServerName').default;
const name = new Name('1.21.50');
Object.assign(name, { motd: 'Bedrock of the lab', name: 'lab', protocol: 766, version: '1.21.50', gamemode: 'Survival' });
name.players = { online: 1, max: 5 };
new Server('0.0.0.0', $1, name).listen();" >/run/lab/bedrock.$1 2>&1 &
  hearing $1 || { cat /run/lab/bedrock.$1 >&2; return 1; }
}
bedrock_v6() {
  bedrock $(($1 + 1000))
  socat UDP6-RECVFROM:$1,ipv6only,fork UDP4:127.0.0.1:$(($1 + 1000)) &
  hearing $1
}

# hearing PORT: waits until a UDP socket stands there.
hearing() {
  for _ in {1..300}; do
    ss -Hlun "sport = :$1" | grep -q . && return
    sleep 0.01
  done
  echo "nothing hears on $1" >&2
  return 1
}

# pycraft [ADDRESS]: Minetest with pycraft, whose API stands at port 4711 of IPv4.
pycraft() {
  local dir
  dir=$(mktemp -d /run/lab/pycraft.XXXXXX)
  mkdir $dir/world
  printf '%s\n' 'gameid = minetest' 'load_mod_pycraft = true' 'backend = dummy' >$dir/world/world.mt
  echo 'secure.enable_security = false' >$dir/conf
  HOME=$dir /usr/games/minetestserver --world $dir/world --gameid minetest_game --config $dir/conf --port 30123 \
    >$dir/log 2>&1 &
  listening 4711 || { cat $dir/log >&2; return 1; }
}

# juice [ADDRESS:]PORT MODE: what RaspberryJuice says, for want of a real one that installs without a Minecraft server.
# MODE is `players`, `nobody` (it fails to count none), `banned`, `password`, `broken` (blocks are not answered), `failing`
# (everything fails) or `slow` (a tick a second). That the genuine client understands it is tested in `stand_ins`.
juice() {
  python3 - "${1%:*}" ${1##*:} $2 <<'END' &
import socket, sys, threading, time
address, port, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
if address == str(port):
    server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
else:
    server = socket.create_server((address, port), backlog=64)
def answer(call):
    if mode == "password":
        return "security.challenge 0123456789abcdef0123456789abcdef"
    if mode == "failing":
        return "Fail"
    if call.startswith("world.getPlayerIds("):
        return "Fail" if mode == "nobody" else "417|418"
    if call.startswith("world.getBlock("):
        return None if mode == "broken" else "2"
    return "Fail" if ".get" in call else None
def treat(one):
    if mode == "banned":
        one.sendall(b"You've been banned from this server!")
        one.shutdown(socket.SHUT_WR)
        one.recv(4096)
        return one.close()
    try:
        for line in one.makefile("r", newline="\n"):
            time.sleep(1 if mode == "slow" else 0.03)
            said = answer(line)
            if said is not None:
                one.sendall(said.encode() + b"\n")
    except OSError:
        pass  # gone already
while True:
    threading.Thread(target=treat, args=(server.accept()[0],), daemon=True).start()
END
  listening ${1##*:}
}

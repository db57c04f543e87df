
use builtin;
use str;

set edit:completion:arg-completer[netwhy] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'netwhy'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'netwhy'= {
            cand --control 'A host and port known to work elsewhere, to tell a blocked port from a host that drops it'
            cand --proxy 'Go through this proxy: [http|https|socks4|socks4a|socks5|socks5h://][USER:PASSWORD@]HOST[:PORT]'
            cand --cacert 'Trust the certificate authorities in this PEM file, and no others'
            cand --cert 'The own certificate with its chain (PEM), for servers that ask for one'
            cand --key 'The private key of --cert, where that file does not hold it'
            cand --sni 'Send this server name in TLS, and expect its certificate; an empty one sends none'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --no-proxy 'Leave the proxy variables of the environment aside'
            cand -k 'Go on with a server that is not trusted; the result says so'
            cand --insecure 'Go on with a server that is not trusted; the result says so'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand diagnose 'Why can''t I reach it, which machine stops me, and what do I do next?'
            cand probe 'How does each port answer?'
            cand resolve 'What does each source (hosts file, system, each name server) say of a name?'
            cand trace 'Which machine stands at each hop to this TCP port, and where does it stop?'
            cand explain 'What does this error message mean? With --report FILE: judge a saved report again'
            cand completions 'Print a completion script for a shell, or a manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'netwhy;diagnose'= {
            cand --control 'A host and port known to work elsewhere, to tell a blocked port from a host that drops it'
            cand --proxy 'Go through this proxy: [http|https|socks4|socks4a|socks5|socks5h://][USER:PASSWORD@]HOST[:PORT]'
            cand --cacert 'Trust the certificate authorities in this PEM file, and no others'
            cand --cert 'The own certificate with its chain (PEM), for servers that ask for one'
            cand --key 'The private key of --cert, where that file does not hold it'
            cand --sni 'Send this server name in TLS, and expect its certificate; an empty one sends none'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --no-proxy 'Leave the proxy variables of the environment aside'
            cand -k 'Go on with a server that is not trusted; the result says so'
            cand --insecure 'Go on with a server that is not trusted; the result says so'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'netwhy;probe'= {
            cand -p 'Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all'
            cand --ports 'Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all'
            cand -c 'Try each port N times, and give loss and round trips as ping does'
            cand --count 'Try each port N times, and give loss and round trips as ping does'
            cand -i 'With --count: time between two tries'
            cand --interval 'With --count: time between two tries'
            cand --wait 'How long to wait for each silent port'
            cand --parallel 'Wait for at most N ports at one time [default: what the descriptor limit allows, up to 8192]'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --open 'List only open ports'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'netwhy;resolve'= {
            cand --server 'Ask this server in place of the configured ones: IP[:PORT], udp://IP, tcp://IP, tls://HOST, https://HOST/PATH; may be repeated'
            cand --cacert 'With tls:// and https://: trust the certificate authorities in this PEM FILE, and no others'
            cand -t 'Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65'
            cand --type 'Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65'
            cand --root 'With --trace: begin at this server in place of the world''s root; may be repeated'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --trace 'Follow the name from the root of DNS, zone by zone'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'netwhy;trace'= {
            cand --max-hops 'The greatest TTL to try'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'netwhy;explain'= {
            cand --report 'Judge the report in FILE again, as `netwhy --json` wrote it; - reads it from standard input'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --try 'Diagnose the target that the text names, too'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand --json 'Print one JSON document (short for --format json)'
            cand -v 'Tell more; give it twice for every observation'
            cand --verbose 'Tell more; give it twice for every observation'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'netwhy;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'netwhy;help'= {
            cand diagnose 'Why can''t I reach it, which machine stops me, and what do I do next?'
            cand probe 'How does each port answer?'
            cand resolve 'What does each source (hosts file, system, each name server) say of a name?'
            cand trace 'Which machine stands at each hop to this TCP port, and where does it stop?'
            cand explain 'What does this error message mean? With --report FILE: judge a saved report again'
            cand completions 'Print a completion script for a shell, or a manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'netwhy;help;diagnose'= {
        }
        &'netwhy;help;probe'= {
        }
        &'netwhy;help;resolve'= {
        }
        &'netwhy;help;trace'= {
        }
        &'netwhy;help;explain'= {
        }
        &'netwhy;help;completions'= {
        }
        &'netwhy;help;help'= {
        }
    ]
    $completions[$command]
}

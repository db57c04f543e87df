
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
            cand --control 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network'
            cand --proxy 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h'
            cand --cacert 'Trust the certificate authorities in this PEM file, and no others'
            cand --cert 'The own certificate with its chain (PEM), for servers that ask for one'
            cand --key 'The private key of --cert, where that file does not hold it'
            cand --sni 'Send this server name in TLS, and expect its certificate; an empty one sends none'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --offline 'Contact nothing but the target, its proxy and the name servers'
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
            cand http 'What happens, byte for byte and phase by phase, to one HTTP request?'
            cand minecraft 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
            cand mc 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
            cand explain 'What does this error message mean? With --report FILE: judge a saved report again'
            cand completions 'Print a completion script for a shell, or a manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'netwhy;diagnose'= {
            cand --control 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network'
            cand --proxy 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h'
            cand --cacert 'Trust the certificate authorities in this PEM file, and no others'
            cand --cert 'The own certificate with its chain (PEM), for servers that ask for one'
            cand --key 'The private key of --cert, where that file does not hold it'
            cand --sni 'Send this server name in TLS, and expect its certificate; an empty one sends none'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --offline 'Contact nothing but the target, its proxy and the name servers'
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
            cand --proxy 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --open 'List only open ports'
            cand --no-proxy 'Leave the proxy variables of the environment aside'
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
        &'netwhy;http'= {
            cand -X 'The method, any token; GET, or POST with -d or --data-file, where not given'
            cand --request 'The method, any token; GET, or POST with -d or --data-file, where not given'
            cand -H 'Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines'
            cand --header 'Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines'
            cand -d 'A form as body; several are joined by &; @FILE and @- are read without their line ends'
            cand --data 'A form as body; several are joined by &; @FILE and @- are read without their line ends'
            cand --data-file 'A file as body, byte for byte; - is standard input'
            cand -u 'User and password for HTTP Basic'
            cand --user 'User and password for HTTP Basic'
            cand --request-target 'The request target as it stands in the request line, such as * or a whole URL'
            cand --host 'The Host header'
            cand --raw 'Send these bytes as they are, in place of a request made here; - is standard input'
            cand --resolve 'Use this address for a host and port, in place of a look-up; may be repeated'
            cand --connect-to 'Connect to HOST2:PORT2 in place of HOST1:PORT1; empty parts mean any, or the same; may be repeated'
            cand --proxy-user 'User and password for the proxy'
            cand --proxy-header 'A header for the proxy alone, as with -H; may be repeated'
            cand --max-redirs 'The most redirects to follow'
            cand --max-time 'How long one exchange may take in all'
            cand --keep-alive 'Send the request N times over one connection, and say whether it was really reused'
            cand --expect-status 'Expect one of these statuses, such as 200,204,3xx or 400-499'
            cand --expect-header 'Expect a header, with this value where one is given; may be repeated'
            cand --expect-body 'Expect the body to hold this text, in its first MiB; may be repeated'
            cand --proxy 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h'
            cand --cacert 'Trust the certificate authorities in this PEM file, and no others'
            cand --cert 'The own certificate with its chain (PEM), for servers that ask for one'
            cand --key 'The private key of --cert, where that file does not hold it'
            cand --sni 'Send this server name in TLS, and expect its certificate; an empty one sends none'
            cand --format 'What to print'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --output 'Write the body of the answer to FILE, byte for byte; - is standard output, and the report goes to standard error. Until it is whole it stands in FILE.part'
            cand --timeout 'How long opening the connection may take, and how long the other end may stay silent, such as 5s'
            cand --path-as-is 'Keep /./ and /../ in the path'
            cand --http1.0 'Speak HTTP/1.0'
            cand --http1.1 'Speak HTTP/1.1, as is done where neither is given'
            cand --crlf 'With --raw: end each line of the head in CRLF; the body is left alone'
            cand --tunnel 'Ask the proxy for a tunnel (CONNECT), for http too'
            cand -L 'Follow redirects'
            cand --location 'Follow redirects'
            cand -i 'Show the head of the answer'
            cand --include 'Show the head of the answer'
            cand --body 'Show the beginning of the body, its first 64 KiB'
            cand --hex 'Show the bytes received in hexadecimal, the first 16 KiB'
            cand --decode 'Ask for gzip, deflate, br and zstd, and undo them'
            cand --compressed 'Ask for gzip, deflate, br and zstd, and undo them'
            cand --show-secrets 'Show passwords, cookies, queries and the like as they are'
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
        &'netwhy;minecraft'= {
            cand --pings 'How many pings, for the latency'
            cand --favicon 'Save the Java server''s icon to FILE'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --lan 'Listen for worlds that are open to this network, for some seconds'
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
        &'netwhy;mc'= {
            cand --pings 'How many pings, for the latency'
            cand --favicon 'Save the Java server''s icon to FILE'
            cand --timeout 'How long to wait for silent machines, such as 5s, 800ms or 1.5'
            cand --format 'What to print'
            cand --output 'Write the result to FILE instead of standard output'
            cand --color 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too'
            cand --lang 'The language of the human output, English where not given'
            cand --lan 'Listen for worlds that are open to this network, for some seconds'
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
            cand http 'What happens, byte for byte and phase by phase, to one HTTP request?'
            cand minecraft 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
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
        &'netwhy;help;http'= {
        }
        &'netwhy;help;minecraft'= {
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

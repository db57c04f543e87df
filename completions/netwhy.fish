# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_netwhy_global_optspecs
    string join \n control= offline peer= proxy= proxy-user= no-proxy cacert= cert= key= k/insecure proxy-insecure sni= 4/ipv4 6/ipv6 timeout= format= json output= color= lang= v/verbose h/help V/version
end

function __fish_netwhy_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_netwhy_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_netwhy_using_subcommand
    set -l cmd (__fish_netwhy_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c netwhy -n "__fish_netwhy_needs_command" -l control -d 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l peer -d 'Compare with `netwhy serve --peer` on the server what left and what arrived: over a port that works, as it shows it, or without a value by a text to carry there' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l cacert -d 'Trust the certificate authorities in this PEM file, and no others' -r -F
complete -c netwhy -n "__fish_netwhy_needs_command" -l cert -d 'The own certificate with its chain (PEM), for servers that ask for one' -r -F
complete -c netwhy -n "__fish_netwhy_needs_command" -l key -d 'The private key of --cert, where that file does not hold it' -r -F
complete -c netwhy -n "__fish_netwhy_needs_command" -l sni -d 'Send this server name in TLS, and expect its certificate; an empty one sends none' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_needs_command" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_needs_command" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_needs_command" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_needs_command" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_needs_command" -l offline -d 'Contact nothing but the target, its proxy and the name servers'
complete -c netwhy -n "__fish_netwhy_needs_command" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_needs_command" -s k -l insecure -d 'Go on with a server that is not trusted; the result says so'
complete -c netwhy -n "__fish_netwhy_needs_command" -l proxy-insecure -d 'Go on with an https proxy that is not trusted, and give it the login; the result says so'
complete -c netwhy -n "__fish_netwhy_needs_command" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_needs_command" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_needs_command" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_needs_command" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_needs_command" -s V -l version -d 'Print version'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "diagnose" -d 'Why can\'t I reach it, which machine stops me, and what do I do next?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "probe" -d 'How does each port answer?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "resolve" -d 'What does each source (hosts file, system, each name server) say of a name?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "trace" -d 'Which machine stands at each hop to this TCP port, and where does it stop?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "http" -d 'What happens, byte for byte and phase by phase, to one HTTP request?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "minecraft" -d 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "mc" -d 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "serve" -d 'Who reaches this port, and what do they send?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "proxy" -d 'What passes between a client and its servers?'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "explain" -d 'What does this error message mean? With --report FILE: judge a saved report again'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "completions" -d 'Print a completion script for a shell, or a manual page'
complete -c netwhy -n "__fish_netwhy_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l control -d 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l peer -d 'Compare with `netwhy serve --peer` on the server what left and what arrived: over a port that works, as it shows it, or without a value by a text to carry there' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l cacert -d 'Trust the certificate authorities in this PEM file, and no others' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l cert -d 'The own certificate with its chain (PEM), for servers that ask for one' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l key -d 'The private key of --cert, where that file does not hold it' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l sni -d 'Send this server name in TLS, and expect its certificate; an empty one sends none' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l offline -d 'Contact nothing but the target, its proxy and the name servers'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -s k -l insecure -d 'Go on with a server that is not trusted; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l proxy-insecure -d 'Go on with an https proxy that is not trusted, and give it the login; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand diagnose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s p -l ports -d 'Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s c -l count -d 'Try each port N times, and give loss and round trips as ping does' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s i -l interval -d 'With --count: time between two tries' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l wait -d 'How long to wait for each silent port' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l parallel -d 'Wait for at most N ports at one time [default: what the descriptor limit allows, up to 8192]' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l open -d 'List only open ports'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l server -d 'Ask this server in place of the configured ones: IP[:PORT], udp://IP, tcp://IP, tls://HOST, https://HOST/PATH; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l cacert -d 'With tls:// and https://: trust the certificate authorities in this PEM FILE, and no others' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -s t -l type -d 'Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l root -d 'With --trace: begin at this server in place of the world\'s root; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l trace -d 'Follow the name from the root of DNS, zone by zone'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l max-hops -d 'The greatest TTL to try' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand trace" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s X -l request -d 'The method, any token; GET, or POST with -d or --data-file, where not given' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s H -l header -d 'Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s d -l data -d 'A form as body; several are joined by &; @FILE and @- are read without their line ends' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l data-file -d 'A file as body, byte for byte; - is standard input' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s u -l user -d 'User and password for HTTP Basic' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l request-target -d 'The request target as it stands in the request line, such as * or a whole URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l host -d 'The Host header' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l raw -d 'Send these bytes as they are, in place of a request made here; - is standard input' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l resolve -d 'Use this address for a host and port, in place of a look-up; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l connect-to -d 'Connect to HOST2:PORT2 in place of HOST1:PORT1; empty parts mean any, or the same; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l proxy-header -d 'A header for the proxy alone, as with -H; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l max-redirs -d 'The most redirects to follow' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l max-time -d 'How long one exchange may take in all' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l keep-alive -d 'Send the request N times over one connection, and say whether it was really reused' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l expect-status -d 'Expect one of these statuses, such as 200,204,3xx or 400-499' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l expect-header -d 'Expect a header, with this value where one is given; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l expect-body -d 'Expect the body to hold this text, in its first MiB; may be repeated' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l cacert -d 'Trust the certificate authorities in this PEM file, and no others' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l cert -d 'The own certificate with its chain (PEM), for servers that ask for one' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l key -d 'The private key of --cert, where that file does not hold it' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l sni -d 'Send this server name in TLS, and expect its certificate; an empty one sends none' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l output -d 'Write the body of the answer to FILE, byte for byte; - is standard output, and the report goes to standard error. Until it is whole it stands in FILE.part' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l timeout -d 'How long opening the connection may take, and how long the other end may stay silent, such as 5s' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l path-as-is -d 'Keep /./ and /../ in the path'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l http1.0 -d 'Speak HTTP/1.0'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l http1.1 -d 'Speak HTTP/1.1, as is done where neither is given'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l crlf -d 'With --raw: end each line of the head in CRLF; the body is left alone'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l tunnel -d 'Ask the proxy for a tunnel (CONNECT), for http too'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s L -l location -d 'Follow redirects'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s i -l include -d 'Show the head of the answer'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l body -d 'Show the beginning of the body, its first 64 KiB'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l hex -d 'Show the bytes received in hexadecimal, the first 16 KiB'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l decode -l compressed -d 'Ask for gzip, deflate, br and zstd, and undo them'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l show-secrets -d 'Show passwords, cookies, queries and the like as they are'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s k -l insecure -d 'Go on with a server that is not trusted; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l proxy-insecure -d 'Go on with an https proxy that is not trusted, and give it the login; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand http" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l pings -d 'How many pings, for the latency' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l favicon -d 'Save the Java server\'s icon to FILE' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l lan -d 'Listen for worlds that are open to this network, for some seconds'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand minecraft" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l pings -d 'How many pings, for the latency' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l favicon -d 'Save the Java server\'s icon to FILE' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l lan -d 'Listen for worlds that are open to this network, for some seconds'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand mc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l listen -d 'Where to listen: ADDRESS:PORT, [IPV6]:PORT or a PORT of this machine alone; may be repeated. 127.0.0.1:8000 where not given, or the next port that is free' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l as -d 'Speak this, whatever the first bytes are of' -r -f -a "http\t'HTTP/1'
tls\t'TLS, and HTTP within'
echo\t'What comes is sent back'
minecraft\t'Minecraft\'s server list ping'
mcpi\t'The Minecraft Pi API'"
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l dir -d 'Give the files of this folder over HTTP, and none outside of it or hidden' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l until -d 'End after N arrivals' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l fault -d 'Go wrong on purpose, to test a client: refuse, silent, close, reset, garbage[=SEED], slow=RATE (bytes a second), truncate=N (bytes), status=N, delay=D, first=N (only the first N arrivals); several with commas between' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l public -d 'Listen on all addresses of this machine, and say which others can use'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l once -d 'End after the first arrival'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l peer -d 'Compare what left a client with what arrives here: `netwhy diagnose TARGET --peer` there gives the question, over a port that works or as a text to paste here'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s l -l listen -d 'Listen here: ADDRESS:PORT, [V6]:PORT, PORT or ADDRESS; port 0 takes a free one; may be given several times [default: 127.0.0.1:8080]' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l allow -d 'Serve clients at these addresses besides this machine\'s own, such as 192.168.1.0/24; may be given several times' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l user -d 'Ask clients for this login; may be given several times (or NETWHY_PROXY_USER, which other users cannot see)' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l user-file -d 'Ask clients for one of the logins in FILE, a NAME:PASSWORD a line' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l upstream -d 'Pass everything on to this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l rule -d 'Apply the rules in this TOML file (docs/proxy-rules.md); read again on SIGHUP and when it changes; may be given several times' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l block -d 'Block this host, such as ads.example.com or *.example.com:443; may be given several times' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l map -d 'Ask TO where FROM is asked for, such as api.example.com=http://127.0.0.1:8080; may be given several times' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l delay -d 'Hold every request up, by such as 300ms or 2s' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l set-header -d 'Set this header of every request' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l remove-header -d 'Remove this header from every request' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l set-response-header -d 'Set this header of every response' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l remove-response-header -d 'Remove this header from every response' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l har -d 'Record what passes in FILE, which browsers\' tools open (HAR 1.2); it is whole at any time' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l intercept -d 'End TLS here for these hosts, with commas between them, so that its content is seen; needs --ca' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l ca -d 'The authority (PEM) that vouches for the certificates made for --intercept; its key lies beside it' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l make-ca -d 'Make an authority for --ca: its certificate in FILE, its key beside it for you alone; and end' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l connections -d 'Serve at most N connections of clients at once; further ones wait' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l head-size -d 'The longest head of a request or an answer, in bytes' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l head-time -d 'How long a client may take for the head of a request' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l idle -d 'How long a client\'s connection without an exchange is kept' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l stall -d 'How long an exchange or a tunnel may stand still' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l grace -d 'How long open exchanges are waited for at the end' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l cacert -d 'Trust the certificate authorities in this PEM file, and no others' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l cert -d 'The own certificate with its chain (PEM), for servers that ask for one' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l key -d 'The private key of --cert, where that file does not hold it' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l sni -d 'Send this server name in TLS, and expect its certificate; an empty one sends none' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l timeout -d 'How long opening a connection may take, such as 5s' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l allow-loopback -d 'Let clients elsewhere reach this machine\'s loopback addresses'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l allow-link-local -d 'Connect to link-local addresses and to those where clouds tell secrets'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l no-diagnose -d 'Answer what fails with the bare fact, and do not look for the cause'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l show-secrets -d 'Show logins and queries of URLs as they are'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s k -l insecure -d 'Go on with a server that is not trusted; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l proxy-insecure -d 'Go on with an https proxy that is not trusted, and give it the login; the result says so'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand proxy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l report -d 'Judge the report in FILE again, as `netwhy --json` wrote it; - reads it from standard input' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l proxy -d 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l proxy-user -d 'User and password for the proxy, in place of those in its URL' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l timeout -d 'How long to wait for silent machines, such as 5s, 800ms or 1.5' -r
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l format -d 'What to print' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON document a line, one a target'"
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l output -d 'Write the result to FILE instead of standard output' -r -F
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l color -d 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l lang -d 'The language of the human output, English where not given' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l try -d 'Diagnose the target that the text names, too'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l no-proxy -d 'Leave the proxy variables of the environment aside'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -l json -d 'Print one JSON document (short for --format json)'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -s v -l verbose -d 'Tell more; give it twice for every observation'
complete -c netwhy -n "__fish_netwhy_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c netwhy -n "__fish_netwhy_using_subcommand completions" -s h -l help -d 'Print help'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "diagnose" -d 'Why can\'t I reach it, which machine stops me, and what do I do next?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "probe" -d 'How does each port answer?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "resolve" -d 'What does each source (hosts file, system, each name server) say of a name?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "trace" -d 'Which machine stands at each hop to this TCP port, and where does it stop?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "http" -d 'What happens, byte for byte and phase by phase, to one HTTP request?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "minecraft" -d 'Is a Java / Bedrock server or an mcpi API there, and what does it say?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "serve" -d 'Who reaches this port, and what do they send?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "proxy" -d 'What passes between a client and its servers?'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "explain" -d 'What does this error message mean? With --report FILE: judge a saved report again'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "completions" -d 'Print a completion script for a shell, or a manual page'
complete -c netwhy -n "__fish_netwhy_using_subcommand help; and not __fish_seen_subcommand_from diagnose probe resolve trace http minecraft serve proxy explain completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'

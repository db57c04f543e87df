
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'netwhy' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'netwhy'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'netwhy' {
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network')
            [CompletionResult]::new('--peer', '--peer', [CompletionResultType]::ParameterName, 'Compare with `netwhy serve --peer` on the server what left and what arrived: over a port that works, as it shows it, or without a value by a text to carry there')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file, and no others')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The own certificate with its chain (PEM), for servers that ask for one')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert, where that file does not hold it')
            [CompletionResult]::new('--sni', '--sni', [CompletionResultType]::ParameterName, 'Send this server name in TLS, and expect its certificate; an empty one sends none')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Contact nothing but the target, its proxy and the name servers')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--proxy-insecure', '--proxy-insecure', [CompletionResultType]::ParameterName, 'Go on with an https proxy that is not trusted, and give it the login; the result says so')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Why can''t I reach it, which machine stops me, and what do I do next?')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'How does each port answer?')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'What does each source (hosts file, system, each name server) say of a name?')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Which machine stands at each hop to this TCP port, and where does it stop?')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'What happens, byte for byte and phase by phase, to one HTTP request?')
            [CompletionResult]::new('minecraft', 'minecraft', [CompletionResultType]::ParameterValue, 'Is a Java / Bedrock server or an mcpi API there, and what does it say?')
            [CompletionResult]::new('mc', 'mc', [CompletionResultType]::ParameterValue, 'Is a Java / Bedrock server or an mcpi API there, and what does it say?')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Who reaches this port, and what do they send?')
            [CompletionResult]::new('proxy', 'proxy', [CompletionResultType]::ParameterValue, 'What passes between a client and its servers?')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What does this error message mean? With --report FILE: judge a saved report again')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell, or a manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'netwhy;diagnose' {
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of a page known to answer 204, to find a login page of the network')
            [CompletionResult]::new('--peer', '--peer', [CompletionResultType]::ParameterName, 'Compare with `netwhy serve --peer` on the server what left and what arrived: over a port that works, as it shows it, or without a value by a text to carry there')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file, and no others')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The own certificate with its chain (PEM), for servers that ask for one')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert, where that file does not hold it')
            [CompletionResult]::new('--sni', '--sni', [CompletionResultType]::ParameterName, 'Send this server name in TLS, and expect its certificate; an empty one sends none')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Contact nothing but the target, its proxy and the name servers')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--proxy-insecure', '--proxy-insecure', [CompletionResultType]::ParameterName, 'Go on with an https proxy that is not trusted, and give it the login; the result says so')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;probe' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all')
            [CompletionResult]::new('--ports', '--ports', [CompletionResultType]::ParameterName, 'Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Try each port N times, and give loss and round trips as ping does')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Try each port N times, and give loss and round trips as ping does')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'With --count: time between two tries')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'With --count: time between two tries')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to wait for each silent port')
            [CompletionResult]::new('--parallel', '--parallel', [CompletionResultType]::ParameterName, 'Wait for at most N ports at one time [default: what the descriptor limit allows, up to 8192]')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'List only open ports')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;resolve' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Ask this server in place of the configured ones: IP[:PORT], udp://IP, tcp://IP, tls://HOST, https://HOST/PATH; may be repeated')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'With tls:// and https://: trust the certificate authorities in this PEM FILE, and no others')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65')
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'With --trace: begin at this server in place of the world''s root; may be repeated')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Follow the name from the root of DNS, zone by zone')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;trace' {
            [CompletionResult]::new('--max-hops', '--max-hops', [CompletionResultType]::ParameterName, 'The greatest TTL to try')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;http' {
            [CompletionResult]::new('-X', '-X ', [CompletionResultType]::ParameterName, 'The method, any token; GET, or POST with -d or --data-file, where not given')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'The method, any token; GET, or POST with -d or --data-file, where not given')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'A form as body; several are joined by &; @FILE and @- are read without their line ends')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'A form as body; several are joined by &; @FILE and @- are read without their line ends')
            [CompletionResult]::new('--data-file', '--data-file', [CompletionResultType]::ParameterName, 'A file as body, byte for byte; - is standard input')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User and password for HTTP Basic')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User and password for HTTP Basic')
            [CompletionResult]::new('--request-target', '--request-target', [CompletionResultType]::ParameterName, 'The request target as it stands in the request line, such as * or a whole URL')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The Host header')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Send these bytes as they are, in place of a request made here; - is standard input')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Use this address for a host and port, in place of a look-up; may be repeated')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Connect to HOST2:PORT2 in place of HOST1:PORT1; empty parts mean any, or the same; may be repeated')
            [CompletionResult]::new('--proxy-header', '--proxy-header', [CompletionResultType]::ParameterName, 'A header for the proxy alone, as with -H; may be repeated')
            [CompletionResult]::new('--max-redirs', '--max-redirs', [CompletionResultType]::ParameterName, 'The most redirects to follow')
            [CompletionResult]::new('--max-time', '--max-time', [CompletionResultType]::ParameterName, 'How long one exchange may take in all')
            [CompletionResult]::new('--keep-alive', '--keep-alive', [CompletionResultType]::ParameterName, 'Send the request N times over one connection, and say whether it was really reused')
            [CompletionResult]::new('--expect-status', '--expect-status', [CompletionResultType]::ParameterName, 'Expect one of these statuses, such as 200,204,3xx or 400-499')
            [CompletionResult]::new('--expect-header', '--expect-header', [CompletionResultType]::ParameterName, 'Expect a header, with this value where one is given; may be repeated')
            [CompletionResult]::new('--expect-body', '--expect-body', [CompletionResultType]::ParameterName, 'Expect the body to hold this text, in its first MiB; may be repeated')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file, and no others')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The own certificate with its chain (PEM), for servers that ask for one')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert, where that file does not hold it')
            [CompletionResult]::new('--sni', '--sni', [CompletionResultType]::ParameterName, 'Send this server name in TLS, and expect its certificate; an empty one sends none')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the body of the answer to FILE, byte for byte; - is standard output, and the report goes to standard error. Until it is whole it stands in FILE.part')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long opening the connection may take, and how long the other end may stay silent, such as 5s')
            [CompletionResult]::new('--path-as-is', '--path-as-is', [CompletionResultType]::ParameterName, 'Keep /./ and /../ in the path')
            [CompletionResult]::new('--http1.0', '--http1.0', [CompletionResultType]::ParameterName, 'Speak HTTP/1.0')
            [CompletionResult]::new('--http1.1', '--http1.1', [CompletionResultType]::ParameterName, 'Speak HTTP/1.1, as is done where neither is given')
            [CompletionResult]::new('--crlf', '--crlf', [CompletionResultType]::ParameterName, 'With --raw: end each line of the head in CRLF; the body is left alone')
            [CompletionResult]::new('--tunnel', '--tunnel', [CompletionResultType]::ParameterName, 'Ask the proxy for a tunnel (CONNECT), for http too')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Follow redirects')
            [CompletionResult]::new('--location', '--location', [CompletionResultType]::ParameterName, 'Follow redirects')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Show the head of the answer')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Show the head of the answer')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Show the beginning of the body, its first 64 KiB')
            [CompletionResult]::new('--hex', '--hex', [CompletionResultType]::ParameterName, 'Show the bytes received in hexadecimal, the first 16 KiB')
            [CompletionResult]::new('--decode', '--decode', [CompletionResultType]::ParameterName, 'Ask for gzip, deflate, br and zstd, and undo them')
            [CompletionResult]::new('--compressed', '--compressed', [CompletionResultType]::ParameterName, 'Ask for gzip, deflate, br and zstd, and undo them')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Show passwords, cookies, queries and the like as they are')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--proxy-insecure', '--proxy-insecure', [CompletionResultType]::ParameterName, 'Go on with an https proxy that is not trusted, and give it the login; the result says so')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;minecraft' {
            [CompletionResult]::new('--pings', '--pings', [CompletionResultType]::ParameterName, 'How many pings, for the latency')
            [CompletionResult]::new('--favicon', '--favicon', [CompletionResultType]::ParameterName, 'Save the Java server''s icon to FILE')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--lan', '--lan', [CompletionResultType]::ParameterName, 'Listen for worlds that are open to this network, for some seconds')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;mc' {
            [CompletionResult]::new('--pings', '--pings', [CompletionResultType]::ParameterName, 'How many pings, for the latency')
            [CompletionResult]::new('--favicon', '--favicon', [CompletionResultType]::ParameterName, 'Save the Java server''s icon to FILE')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--lan', '--lan', [CompletionResultType]::ParameterName, 'Listen for worlds that are open to this network, for some seconds')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen: ADDRESS:PORT, [IPV6]:PORT or a PORT of this machine alone; may be repeated. 127.0.0.1:8000 where not given, or the next port that is free')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Speak this, whatever the first bytes are of')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Give the files of this folder over HTTP, and none outside of it or hidden')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End after N arrivals')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Go wrong on purpose, to test a client: refuse, silent, close, reset, garbage[=SEED], slow=RATE (bytes a second), truncate=N (bytes), status=N, delay=D, first=N (only the first N arrivals); several with commas between')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'Listen on all addresses of this machine, and say which others can use')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'End after the first arrival')
            [CompletionResult]::new('--peer', '--peer', [CompletionResultType]::ParameterName, 'Compare what left a client with what arrives here: `netwhy diagnose TARGET --peer` there gives the question, over a port that works or as a text to paste here')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;proxy' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Listen here: ADDRESS:PORT, [V6]:PORT, PORT or ADDRESS; port 0 takes a free one; may be given several times [default: 127.0.0.1:8080]')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here: ADDRESS:PORT, [V6]:PORT, PORT or ADDRESS; port 0 takes a free one; may be given several times [default: 127.0.0.1:8080]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Serve clients at these addresses besides this machine''s own, such as 192.168.1.0/24; may be given several times')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Ask clients for this login; may be given several times (or NETWHY_PROXY_USER, which other users cannot see)')
            [CompletionResult]::new('--user-file', '--user-file', [CompletionResultType]::ParameterName, 'Ask clients for one of the logins in FILE, a NAME:PASSWORD a line')
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'Pass everything on to this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Apply the rules in this TOML file (docs/proxy-rules.md); read again on SIGHUP and when it changes; may be given several times')
            [CompletionResult]::new('--block', '--block', [CompletionResultType]::ParameterName, 'Block this host, such as ads.example.com or *.example.com:443; may be given several times')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Ask TO where FROM is asked for, such as api.example.com=http://127.0.0.1:8080; may be given several times')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Hold every request up, by such as 300ms or 2s')
            [CompletionResult]::new('--set-header', '--set-header', [CompletionResultType]::ParameterName, 'Set this header of every request')
            [CompletionResult]::new('--remove-header', '--remove-header', [CompletionResultType]::ParameterName, 'Remove this header from every request')
            [CompletionResult]::new('--set-response-header', '--set-response-header', [CompletionResultType]::ParameterName, 'Set this header of every response')
            [CompletionResult]::new('--remove-response-header', '--remove-response-header', [CompletionResultType]::ParameterName, 'Remove this header from every response')
            [CompletionResult]::new('--har', '--har', [CompletionResultType]::ParameterName, 'Record what passes in FILE, which browsers'' tools open (HAR 1.2); it is whole at any time')
            [CompletionResult]::new('--intercept', '--intercept', [CompletionResultType]::ParameterName, 'End TLS here for these hosts, with commas between them, so that its content is seen; needs --ca')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'The authority (PEM) that vouches for the certificates made for --intercept; its key lies beside it')
            [CompletionResult]::new('--make-ca', '--make-ca', [CompletionResultType]::ParameterName, 'Make an authority for --ca: its certificate in FILE, its key beside it for you alone; and end')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'Serve at most N connections of clients at once; further ones wait')
            [CompletionResult]::new('--head-size', '--head-size', [CompletionResultType]::ParameterName, 'The longest head of a request or an answer, in bytes')
            [CompletionResult]::new('--head-time', '--head-time', [CompletionResultType]::ParameterName, 'How long a client may take for the head of a request')
            [CompletionResult]::new('--idle', '--idle', [CompletionResultType]::ParameterName, 'How long a client''s connection without an exchange is kept')
            [CompletionResult]::new('--stall', '--stall', [CompletionResultType]::ParameterName, 'How long an exchange or a tunnel may stand still')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How long open exchanges are waited for at the end')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file, and no others')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The own certificate with its chain (PEM), for servers that ask for one')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key of --cert, where that file does not hold it')
            [CompletionResult]::new('--sni', '--sni', [CompletionResultType]::ParameterName, 'Send this server name in TLS, and expect its certificate; an empty one sends none')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long opening a connection may take, such as 5s')
            [CompletionResult]::new('--allow-loopback', '--allow-loopback', [CompletionResultType]::ParameterName, 'Let clients elsewhere reach this machine''s loopback addresses')
            [CompletionResult]::new('--allow-link-local', '--allow-link-local', [CompletionResultType]::ParameterName, 'Connect to link-local addresses and to those where clouds tell secrets')
            [CompletionResult]::new('--no-diagnose', '--no-diagnose', [CompletionResultType]::ParameterName, 'Answer what fails with the bare fact, and do not look for the cause')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Show logins and queries of URLs as they are')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on with a server that is not trusted; the result says so')
            [CompletionResult]::new('--proxy-insecure', '--proxy-insecure', [CompletionResultType]::ParameterName, 'Go on with an https proxy that is not trusted, and give it the login; the result says so')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;explain' {
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Judge the report in FILE again, as `netwhy --json` wrote it; - reads it from standard input')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or socks5h')
            [CompletionResult]::new('--proxy-user', '--proxy-user', [CompletionResultType]::ParameterName, 'User and password for the proxy, in place of those in its URL')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for silent machines, such as 5s, 800ms or 1.5')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to FILE instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of the human output, English where not given')
            [CompletionResult]::new('--try', '--try', [CompletionResultType]::ParameterName, 'Diagnose the target that the text names, too')
            [CompletionResult]::new('--no-proxy', '--no-proxy', [CompletionResultType]::ParameterName, 'Leave the proxy variables of the environment aside')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 only')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document (short for --format json)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell more; give it twice for every observation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'netwhy;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'netwhy;help' {
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Why can''t I reach it, which machine stops me, and what do I do next?')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'How does each port answer?')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'What does each source (hosts file, system, each name server) say of a name?')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Which machine stands at each hop to this TCP port, and where does it stop?')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'What happens, byte for byte and phase by phase, to one HTTP request?')
            [CompletionResult]::new('minecraft', 'minecraft', [CompletionResultType]::ParameterValue, 'Is a Java / Bedrock server or an mcpi API there, and what does it say?')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Who reaches this port, and what do they send?')
            [CompletionResult]::new('proxy', 'proxy', [CompletionResultType]::ParameterValue, 'What passes between a client and its servers?')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'What does this error message mean? With --report FILE: judge a saved report again')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell, or a manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'netwhy;help;diagnose' {
            break
        }
        'netwhy;help;probe' {
            break
        }
        'netwhy;help;resolve' {
            break
        }
        'netwhy;help;trace' {
            break
        }
        'netwhy;help;http' {
            break
        }
        'netwhy;help;minecraft' {
            break
        }
        'netwhy;help;serve' {
            break
        }
        'netwhy;help;proxy' {
            break
        }
        'netwhy;help;explain' {
            break
        }
        'netwhy;help;completions' {
            break
        }
        'netwhy;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}

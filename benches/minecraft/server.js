// A server of minecraft-protocol's on every loopback address, port 25565. Its folder is the module's.
const { createServer } = require(process.argv[2]);
const options = { 'online-mode': false, host: '0.0.0.0', port: 25565, version: '1.20.4', motd: 'A §cMinecraft§r Server', maxPlayers: 42 };
const server = createServer(options);
server.on('error', () => {});
server.on('listening', () => console.log('ready'));

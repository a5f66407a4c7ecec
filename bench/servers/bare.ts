import { createServer } from "node:http";

// What the machine and Node can do at most.
createServer((_request, response) => response.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { postEvent } from "./post";

// Before anything reads the environment: the target stands on the loopback.
vi.hoisted(() => {
  process.env.LATCHKEY_PRIVATE_WEBHOOKS = "on";
});

test.each([
  ["with the protocol that it changes to", "Connection: Upgrade\r\nUpgrade: websocket\r\n"],
  ["without one", ""],
])("a target that answers 101 %s has not heard of the event", async (_, headers) => {
  const target = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`));
  }).listen(0, "127.0.0.1");
  await once(target, "listening");
  const host = `127.0.0.1:${(target.address() as AddressInfo).port}`;
  const event = { id: "1", key: "repo:push", body: "{}", attempt: 1 };
  await expect(postEvent({ url: `http://${host}`, secret: null }, event)).rejects.toThrow(`${host} answered 101.`);
  target.close();
});

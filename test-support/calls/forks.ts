import { uniqueText } from "../factories";
import type { Calls } from "./calls";

export const forkCalls: Calls = {
  "repositories.listForks": () => ({}),
  "repositories.createFork": () => ({ body: { name: `Fork ${uniqueText()}` } }),
};

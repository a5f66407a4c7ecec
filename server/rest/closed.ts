import { closedOperations } from "@/lib/access-tokens/closed-operations";
import { closedRoute } from "../http/operation-route";

for (const [method, path, name] of closedOperations) closedRoute(method, path, name);

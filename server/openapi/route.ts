import { json } from "../http/answer";
import { publicRoute, restPrefix } from "../http/operation-route";
import { describeApi } from "./document";

let description: object | undefined;

/** The same for everybody: it tells of the product, and of nobody's data. */
publicRoute("GET", `${restPrefix}/openapi.json`, async () => {
  description ??= describeApi();
  return json(description, 200);
});

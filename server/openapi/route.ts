import { json } from "../http/answer";
import { publicRoute, restPrefix } from "../http/operation-route";
import { describeApi } from "./document";

/** The same for everybody: it tells of the product, and of nobody's data. */
publicRoute("GET", `${restPrefix}/openapi.json`, async ({ origin }) => json(describeApi(origin), 200));

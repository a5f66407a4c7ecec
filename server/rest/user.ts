import { closedRoute } from "../http/operation-route";

// There is no person behind an access token.
closedRoute("GET", "/user", "user.get");

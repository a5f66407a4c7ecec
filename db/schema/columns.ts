import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A UUIDv7 made by the application. */
export const id = (name = "id") => uuid(name);

/** A moment, in UTC, to the millisecond. The application says what time it is; the database never does. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

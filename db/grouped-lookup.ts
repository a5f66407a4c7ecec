import pg from "pg";
import { connectionSettings } from "./client";
import { ConnectionLostError } from "./connection-errors";

type Key = string | Buffer;
type Waiting<Row> = {
  key: Key;
  identity: string;
  resolve: (row: Row | null) => void;
  reject: (error: unknown) => void;
};

/** The position in the group that a row answers comes first in each row. */
type PositionedRow = [position: number, ...columns: unknown[]];

type Lookup<Row> = {
  /** The name of the prepared statement: one text for each name on a connection. */
  name: string;
  /** Takes the keys as one array, $1; returns the 1-based position of the key, then the columns. */
  text: string;
  read: (columns: unknown[]) => Row;
};

const smallestGroup = 8;
const largestGroup = 64;
const groupsInFlight = 2;

/**
 * Looks single rows up by a unique key, many callers' keys in one query, always fresh from the database.
 *
 * A group goes out on `setImmediate`, with at most two groups in flight on one pipelined connection, whichever lookups
 * they are of; a group takes at most half of what is outstanding, so that the other half gathers meanwhile; and the next
 * group goes out before the callers of the last are answered, so that the database works while they do.
 */
export class GroupedLookup<Row> {
  private waiting: Waiting<Row>[] = [];

  constructor(private readonly lookup: Lookup<Row>) {}

  find(key: Key): Promise<Row | null> {
    const identity = typeof key === "string" ? key : key.toString("latin1");
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, identity, resolve, reject });
      enqueue(this);
    });
  }

  /** Sends as many as that, and says whether others still wait. */
  sendGroup(size: number): boolean {
    void this.query(this.waiting.splice(0, size));
    return this.waiting.length > 0;
  }

  /** Asks once for each different key: a busy token may stand many times in one group. */
  private async query(group: Waiting<Row>[]): Promise<void> {
    const positions = new Map<string, number>();
    const keys: Key[] = [];
    for (const { key, identity } of group) {
      if (!positions.has(identity)) positions.set(identity, keys.push(key));
    }
    const answer = await this.rows(keys).then(
      (rows) => ({ rows }),
      (error: unknown) => ({ error }),
    );
    groupAnswered(group.length);
    if ("error" in answer) {
      for (const caller of group) caller.reject(answer.error);
      return;
    }
    const found: Row[] = [];
    try {
      for (const [position, ...columns] of answer.rows) found[position] = this.lookup.read(columns);
    } catch (error) {
      for (const caller of group) caller.reject(error);
      return;
    }
    for (const caller of group) caller.resolve(found[positions.get(caller.identity) ?? 0] ?? null);
  }

  private async rows(keys: Key[]): Promise<PositionedRow[]> {
    const client = await pipelinedClient();
    const result = await client.query<PositionedRow>({
      name: this.lookup.name,
      text: this.lookup.text,
      values: [keys],
      rowMode: "array",
    });
    return result.rows;
  }
}

type Queue = { sendGroup(size: number): boolean };

/** The lookups with callers that wait, the one that was served longest ago first. */
const queues = new Set<Queue>();
let inFlight = 0;
let outstandingCallers = 0;
let scheduled = false;

function enqueue(queue: Queue): void {
  outstandingCallers += 1;
  queues.add(queue);
  if (scheduled || inFlight >= groupsInFlight) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    sendGroups();
  });
}

function sendGroups(): void {
  // A queue that is put back at the end comes up again in the same loop.
  for (const queue of queues) {
    if (inFlight >= groupsInFlight) return;
    const size = Math.min(largestGroup, Math.max(smallestGroup, Math.ceil(outstandingCallers / 2)));
    inFlight += 1;
    queues.delete(queue);
    if (queue.sendGroup(size)) queues.add(queue);
  }
}

function groupAnswered(callers: number): void {
  inFlight -= 1;
  outstandingCallers -= callers;
  sendGroups();
}

let connecting: Promise<pg.Client> | undefined;

/** The one pipelined connection of this process, shared by all lookups; made anew after it broke. */
function pipelinedClient(): Promise<pg.Client> {
  if (!connecting) {
    const mine = connect(() => {
      if (connecting === mine) connecting = undefined;
    });
    connecting = mine;
  }
  return connecting;
}

async function connect(forget: () => void): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionSettings(), query_timeout: 5_000, pipeline: true });
  // A server that stops is two errors, its notice and the broken connection; one without a listener ends the process.
  client.on("error", forget);
  client.once("end", forget);
  try {
    await client.connect();
    return client;
  } catch (error) {
    forget();
    throw new ConnectionLostError({ cause: error });
  }
}

export async function closeGroupedLookups(): Promise<void> {
  const open = connecting;
  connecting = undefined;
  await open?.then((client) => client.end()).catch(() => undefined);
}

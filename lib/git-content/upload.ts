import type { Readable } from "node:stream";

/** A part of a form that is still coming in: a file's stream has to be read before the next part comes. */
export type UploadPart = {
  name: string;
  value: string | Readable;
  /** What a file is to be besides its content, as published: `executable` or `link`. */
  attributes?: string;
};

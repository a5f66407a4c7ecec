import { braced } from "@/lib/ids";

/** A moment as the published API writes it: microseconds, and the offset spelled out. */
export function timestamp(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000+00:00`;
}

/** A ref or path as a part of an address: its slashes stay. */
export function encodedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

export function uuidOf(thing: { id: string }): string {
  return braced(thing.id);
}

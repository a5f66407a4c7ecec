import "server-only";
import type { UserCaller } from "@/app/_session/caller";
import { type Crumb, TopBar } from "@/components/top-bar";
import { countUnread } from "@/lib/notices/inbox";

/** The bar at the top for whoever is signed in, with what waits in their inbox. */
export async function AppBar({ caller, crumbs }: { caller: UserCaller; crumbs?: Crumb[] }) {
  const unread = await countUnread(caller, {});
  return (
    <TopBar
      user={caller.principal}
      unread={unread.ok ? unread.value : 0}
      {...(crumbs === undefined ? {} : { crumbs })}
    />
  );
}

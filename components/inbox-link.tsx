import { Bell } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

const mostShown = 99;

/** The bell, with how many notices are unread. */
export function InboxLink({ unread }: { unread: number }) {
  const count = unread > mostShown ? `${mostShown}+` : String(unread);
  return (
    <ButtonLink href="/account/inbox" prefetch={false} kind="quiet" iconOnly className="relative">
      <Icon icon={Bell} />
      <span className="sr-only">Inbox{unread > 0 ? `, ${count} unread` : ""}</span>
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="absolute top-0 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem]/4 font-semibold text-on-accent tabular-nums forced-colors:border"
        >
          {count}
        </span>
      ) : null}
    </ButtonLink>
  );
}

"use client";
import { Circle, CircleCheck } from "lucide-react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { announce } from "@/components/ui/live-region";
import { Time } from "@/components/ui/time";
import type { InboxItem } from "@/lib/notices/inbox";
import { markAction } from "./actions";

export function InboxList({ items }: { items: InboxItem[] }) {
  const { run, pending, message } = useRowAction();
  return (
    <>
      {message === null ? null : (
        <div className="border-b p-4">
          <FormMessage message={message} />
        </div>
      )}
      <ul aria-busy={pending}>
        {items.map((item) => (
          <InboxLine
            key={item.id}
            item={item}
            onMark={(read) =>
              run(
                () => markAction(item.id, read),
                () => announce(read ? "Marked as read" : "Marked as unread"),
              )
            }
          />
        ))}
      </ul>
    </>
  );
}

function InboxLine({ item, onMark }: { item: InboxItem; onMark: (read: boolean) => void }) {
  const { id, title, text, at, read, resource, workspace, path } = item;
  const look = read ? "font-medium" : "font-semibold";
  const mark = read ? "Mark as unread" : "Mark as read";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 px-4 py-3 not-first:border-t max-phone:gap-x-2">
      <span
        aria-hidden="true"
        className={cx("mt-1.5 size-2 rounded-full", read ? "bg-transparent" : "bg-accent forced-colors:bg-[Highlight]")}
      />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <h2 className={cx("text-base", look)}>
          {read ? null : <span className="sr-only">Unread: </span>}
          {path ? <a href={`/account/inbox/${id}`}>{title}</a> : title}
        </h2>
        <p className="max-w-[66ch]">{text}</p>
        <p className="text-sm text-muted">
          {resource === workspace || resource.startsWith(`${workspace}/`) ? resource : `${resource} in ${workspace}`} ·{" "}
          <Time at={at} />
        </p>
      </div>
      <Button
        kind="quiet"
        size="small"
        iconOnly
        className="self-start"
        aria-label={`${mark}: ${title}`}
        title={mark}
        onClick={() => onMark(!read)}
      >
        <Icon icon={read ? Circle : CircleCheck} />
      </Button>
    </li>
  );
}

"use client";
import { CheckCheck, Ellipsis, Link2, Pencil, Reply, RotateCcw, Trash2 } from "lucide-react";
import Link from "next/link";
import { type RefObject, useEffect, useRef, useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { nameOf, PersonMark } from "@/app/_people/person";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { CommentForm } from "./comment-form";
import type { CommentView, ThreadView } from "./comment-view";
import { useFocusBack } from "./use-focus-back";
import { useLeavesFocus } from "./use-leaves-focus";
import { useTakesFocus } from "./use-takes-focus";
import { whereNextIsWritten } from "./where-next-is-written";

/** A comment with its answers: to be answered, settled and reopened. One that is settled is folded until it is wanted. */
export function CommentThread({ thread: { comment, answers, reply, resolution, place } }: { thread: ThreadView }) {
  const { run, pending, message } = useRowAction();
  const [replying, setReplying] = useState(false);
  const replyButton = useFocusBack(replying);
  const thread = useRef<HTMLDivElement>(null);
  const nextPlace = () => whereNextIsWritten(thread.current);
  const [unfolded, setUnfolded] = useState(false);
  useLinkedTo([comment, ...answers], () => setUnfolded(true));
  const resolvedBy = resolution?.by ?? null;
  const folded = resolvedBy !== null && !unfolded;
  const showButton = useTakesFocus<HTMLButtonElement>(folded);
  const settle = ({ change, by }: NonNullable<ThreadView["resolution"]>) => {
    showButton.expect();
    run(change, by ? undefined : () => setUnfolded(false));
  };
  return (
    <div ref={thread} className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-busy={pending}>
      {place ? (
        <p className="text-xs text-muted [overflow-wrap:anywhere]">
          On <Link href={place.href}>{place.words}</Link>
        </p>
      ) : null}
      {resolvedBy ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Status icon={CheckCheck} live>
            Resolved by {nameOf(resolvedBy)}
          </Status>
          <Button
            ref={showButton.ref}
            size="small"
            kind="quiet"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {folded ? "Show" : "Hide"}
          </Button>
        </div>
      ) : null}
      {/* Folded it's still there for a link to it, and for the browser's search. */}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4" hidden={folded}>
        <CommentCard comment={comment} next={nextPlace} />
        {answers.length > 0 ? (
          <ul className="ml-3.5 grid grid-cols-[minmax(0,1fr)] gap-4 border-l pl-4 max-phone:ml-1 max-phone:pl-3">
            {answers.map((answer) => (
              <li key={answer.number}>
                <CommentCard comment={answer} next={() => replyButton.current ?? nextPlace()} />
              </li>
            ))}
          </ul>
        ) : null}
        <FormMessage message={message} />
        {replying ? (
          <CommentForm
            label={`Reply to ${nameOf(comment.author)}`}
            submit="Reply"
            action={reply}
            onDone={() => setReplying(false)}
            onCancel={() => setReplying(false)}
          />
        ) : comment.content === null ? null : (
          <div className="flex flex-wrap gap-2">
            <Button
              ref={replyButton}
              size="small"
              aria-label={`Reply to ${nameOf(comment.author)}`}
              onClick={() => setReplying(true)}
            >
              <Icon icon={Reply} />
              Reply
            </Button>
            {resolution ? (
              <Button size="small" kind="quiet" onClick={() => settle(resolution)}>
                <Icon icon={resolvedBy ? RotateCcw : CheckCheck} />
                {resolvedBy ? "Reopen" : "Resolve"}
              </Button>
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}

/** Calls where the page's address names one of the comments, once it can be scrolled to. */
function useLinkedTo(comments: readonly CommentView[], onLinked: () => void) {
  const anchors = comments.map(({ number }) => `#comment-${number}`).join(" ");
  const whenLinked = useRef(onLinked);
  useEffect(() => {
    const follow = () => {
      if (!anchors.split(" ").includes(location.hash)) return;
      whenLinked.current();
      requestAnimationFrame(() => document.getElementById(location.hash.slice(1))?.scrollIntoView());
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [anchors]);
}

function CommentCard({
  comment,
  next,
}: {
  comment: CommentView;
  /** What has the focus once it is deleted, unless its place is left. */
  next: () => HTMLElement | null;
}) {
  const { number, author, createdAt, edited, content, body, edit, remove } = comment;
  const { run, pending, message } = useRowAction();
  const [editing, setEditing] = useState(false);
  const menuButton = useFocusBack(editing);
  const [deleting, setDeleting] = useState(false);
  const remains = useTakesFocus<HTMLParagraphElement>(content === null);
  const leaveFocus = useLeavesFocus();
  const id = `comment-${number}`;
  if (content === null) {
    return (
      <p ref={remains.ref} id={id} tabIndex={-1} className="scroll-mt-4 text-sm text-muted">
        A comment of {nameOf(author)} was deleted.
      </p>
    );
  }
  return (
    <article
      id={id}
      aria-label={`Comment of ${nameOf(author)}`}
      aria-busy={pending}
      className="scroll-mt-4 rounded-md target:outline-2 target:outline-offset-4 target:outline-focus"
    >
      <header className="flex items-center gap-2">
        <PersonMark person={author} size="small" />
        <p className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">
          <span className="font-semibold">{nameOf(author)}</span>
          <span className="text-muted">
            {" "}
            · <Time at={createdAt} />
            {edited ? ", edited" : ""}
          </span>
        </p>
        <CommentMenu
          comment={comment}
          anchor={id}
          button={menuButton}
          onEdit={() => setEditing(true)}
          onDelete={() => setDeleting(true)}
        />
      </header>
      <div className="mt-1 pl-7 max-phone:pl-0">
        <FormMessage message={message} />
        {editing && edit ? (
          <CommentForm
            label="Your comment"
            submit="Save"
            rows={4}
            content={content}
            action={edit}
            onDone={() => setEditing(false)}
            onCancel={() => setEditing(false)}
          />
        ) : (
          body
        )}
      </div>
      {remove ? (
        <ConfirmDialog
          open={deleting}
          onOpenChange={setDeleting}
          title="Delete the comment?"
          description="This can’t be undone. Replies to it stay."
          confirm="Delete comment"
          onConfirm={() => {
            remains.expect();
            leaveFocus(next());
            run(remove);
          }}
        >
          <p className="line-clamp-3 text-muted [overflow-wrap:anywhere]">{content}</p>
        </ConfirmDialog>
      ) : null}
    </article>
  );
}

function CommentMenu({
  comment: { author, edit, remove },
  anchor,
  button,
  onEdit,
  onDelete,
}: {
  comment: CommentView;
  anchor: string;
  button: RefObject<HTMLButtonElement | null>;
  onEdit: () => void;
  onDelete: () => void;
}) {
  return (
    <Menu
      trigger={
        <Button
          ref={button}
          kind="quiet"
          size="small"
          iconOnly
          aria-label={`Actions for the comment of ${author.name}`}
        >
          <Icon icon={Ellipsis} />
        </Button>
      }
    >
      <MenuItem onSelect={() => location.assign(`#${anchor}`)}>
        <Icon icon={Link2} />
        Link to it
      </MenuItem>
      {edit ? (
        <MenuItem onSelect={onEdit}>
          <Icon icon={Pencil} />
          Edit
        </MenuItem>
      ) : null}
      {remove ? (
        <MenuItem danger onSelect={onDelete}>
          <Icon icon={Trash2} />
          Delete…
        </MenuItem>
      ) : null}
    </Menu>
  );
}

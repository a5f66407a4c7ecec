"use client";
import { Plus, X } from "lucide-react";
import { useId, useOptimistic, useRef, useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useForm } from "@/app/_forms/use-form";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useListens } from "@/components/ui/use-listens";
import { addTaskAction, deleteTaskAction, tickTaskAction } from "./actions";
import type { PullRequestName } from "./subject";

export type Task = { number: number; content: string; done: boolean; by: string; mayDelete: boolean };

/** What is to be done, ticked off by whoever did it. */
export function TaskPanel({ name, tasks, more }: { name: PullRequestName; tasks: Task[]; more: number }) {
  const { run, pending, message } = useRowAction();
  const panel = useRef<HTMLDivElement>(null);
  const open = tasks.filter(({ done }) => !done).length;
  return (
    <Panel ref={panel} role="region" aria-labelledby="tasks" aria-busy={pending}>
      <PanelHead>
        <h2 id="tasks" className="text-base">
          Tasks
        </h2>
        {tasks.length > 0 ? (
          <span className="ml-auto text-sm text-muted">{open === 0 ? "All done" : `${open} open`}</span>
        ) : null}
      </PanelHead>
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <FormMessage message={message} />
        {tasks.length > 0 ? (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            {tasks.map((task) => (
              <TaskLine
                key={task.number}
                name={name}
                task={task}
                run={run}
                onDeleted={() => panel.current?.querySelector<HTMLElement>("input[name=content]")?.focus()}
              />
            ))}
          </ul>
        ) : null}
        {more > 0 ? <p className="text-xs text-muted">And {more} more.</p> : null}
        <AddTask name={name} />
      </PanelBody>
    </Panel>
  );
}

function TaskLine({
  name,
  task,
  run,
  onDeleted,
}: {
  name: PullRequestName;
  task: Task;
  run: ReturnType<typeof useRowAction>["run"];
  /** It takes the button that was pressed with it. */
  onDeleted: () => void;
}) {
  const id = useId();
  const listens = useListens();
  const [done, setDone] = useOptimistic(task.done);
  const [deleting, setDeleting] = useState(false);
  return (
    <li className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        checked={done}
        disabled={!listens}
        className="mt-1"
        onChange={(event) => {
          const { checked } = event.target;
          run(() => {
            setDone(checked);
            return tickTaskAction(name, task.number, checked);
          });
        }}
      />
      <label
        htmlFor={id}
        className={cx("min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere]", done && "text-muted line-through")}
      >
        {task.content}
        <span className="sr-only">, by {task.by}</span>
      </label>
      {task.mayDelete ? (
        <Button
          kind="quiet"
          size="small"
          iconOnly
          className="-my-0.5"
          aria-label={`Delete the task ${task.content.slice(0, 80)}`}
          onClick={() => setDeleting(true)}
        >
          <Icon icon={X} size={12} />
        </Button>
      ) : null}
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title="Delete the task?"
        description="This can’t be undone."
        confirm="Delete task"
        onConfirm={() => run(() => deleteTaskAction(name, task.number), onDeleted)}
      >
        <p className="line-clamp-3 text-muted [overflow-wrap:anywhere]">{task.content}</p>
      </ConfirmDialog>
    </li>
  );
}

function AddTask({ name }: { name: PullRequestName }) {
  const { formProps, errors, message, pending } = useForm(addTaskAction.bind(null, name), {
    onDone: () => formProps.ref.current?.reset(),
  });
  return (
    <form {...formProps} aria-label="Add a task" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Field label="New task" error={errors.content}>
        {(control) => (
          <div className="flex items-start gap-2">
            <Input {...control} name="content" autoComplete="off" className="min-w-0 flex-1" />
            <Button type="submit" iconOnly pending={pending} aria-label="Add the task">
              <Icon icon={Plus} />
            </Button>
          </div>
        )}
      </Field>
      <FormMessage message={message} />
    </form>
  );
}

"use client";
import { unstable_rethrow } from "next/navigation";
import { type FormEvent, type RefObject, startTransition, useActionState, useEffect, useRef, useState } from "react";
import type { z } from "zod";
import { fieldErrors } from "@/lib/operation";
import type { FormAction, FormState } from "./form-state";

type Form<Value> = {
  /** Goes onto the form element. */
  formProps: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    noValidate: true;
  };
  errors: Record<string, string[]>;
  /** What is wrong with the whole of it. */
  message: string | null;
  pending: boolean;
  /** What the action gave, once it succeeded. */
  value: Value | null;
};

/**
 * A form with a server action: checked by the same schema before it's sent, its values kept where it's refused, the
 * first field at fault focused.
 */
export function useForm<Value = null>(
  action: FormAction<Value>,
  { schema, onDone }: { schema?: z.ZodType; onDone?: (value: Value) => void } = {},
): Form<Value> {
  const ref = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<FormState<Value> | null>(null);
  const [answer, send, pending] = useActionState(reachable(action), { status: "idle" });
  const state = refused ?? answer;

  useEffect(() => {
    if (state.status !== "failed") return;
    const first = ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (first ?? ref.current?.querySelector<HTMLElement>("[data-form-message]"))?.focus();
  }, [state]);

  const whenDone = useRef(onDone);
  useEffect(() => {
    whenDone.current = onDone;
  });
  useEffect(() => {
    if (answer.status === "done") whenDone.current?.(answer.value);
  }, [answer]);

  return {
    formProps: {
      ref,
      action: send,
      // A form's own action empties its fields afterwards; sent from here, they keep what was typed.
      onSubmit: (event) => {
        event.preventDefault();
        if (pending) return;
        const form = new FormData(event.currentTarget);
        const checked = schema?.safeParse(Object.fromEntries(form));
        if (checked && !checked.success) {
          setRefused({ status: "failed", fields: fieldErrors(checked.error), message: null });
          return;
        }
        setRefused(null);
        startTransition(() => send(form));
      },
      noValidate: true,
    },
    errors: state.status === "failed" ? state.fields : {},
    message: state.status === "failed" ? state.message : null,
    pending,
    value: answer.status === "done" ? answer.value : null,
  };
}

/** The action, with an answer of its own where the server gives none. */
function reachable<Value>(action: FormAction<Value>): FormAction<Value> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      unstable_rethrow(error);
      return {
        status: "failed",
        fields: {},
        message: "Not saved. The server could not be reached, or failed. Nothing was changed. Try again.",
      };
    }
  };
}

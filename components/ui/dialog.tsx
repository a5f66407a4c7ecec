"use client";
import { Dialog as RadixDialog } from "radix-ui";
import type { ComponentProps } from "react";
import { DialogFrame, type FrameProps } from "./dialog-frame";

/**
 * A dialog with its title and description wired. Inside: `DialogBody` and `DialogFoot`. Closes on Escape and the scrim,
 * unless `onEscapeKeyDown` and `onInteractOutside` prevent it.
 */
export function Dialog(props: FrameProps<ComponentProps<typeof RadixDialog.Content>>) {
  return <DialogFrame parts={RadixDialog} {...props} />;
}

"use client";
import { AlertDialog as RadixAlertDialog } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { DialogFrame, type FrameProps } from "./dialog-frame";

/** Asks before something ends. The scrim doesn't close it; focus starts on the element inside `AlertDialogCancel`. */
export function AlertDialog(props: FrameProps<ComponentProps<typeof RadixAlertDialog.Content>>) {
  return <DialogFrame parts={RadixAlertDialog} {...props} />;
}

/** Around the button that leaves everything as it is: it has the focus at first. */
export function AlertDialogCancel({ children }: { children: ReactNode }) {
  return <RadixAlertDialog.Cancel asChild>{children}</RadixAlertDialog.Cancel>;
}

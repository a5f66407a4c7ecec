"use client";
import { AlertDialog as RadixAlertDialog } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import {
  DialogHead,
  type DialogWidth,
  dialogClass,
  dialogDescriptionClass,
  dialogTitleClass,
  placeClass,
  scrimClass,
} from "./dialog-frame";

type ContentProps = ComponentProps<typeof RadixAlertDialog.Content>;

/** Asks before something ends. The scrim doesn't close it; focus starts on the element inside `AlertDialogCancel`. */
export function AlertDialog({
  open,
  onOpenChange,
  title,
  description,
  picture,
  width = "normal",
  children,
  ...content
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  picture?: ReactNode;
  width?: DialogWidth;
  children: ReactNode;
} & Omit<ContentProps, "title">) {
  return (
    <RadixAlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={scrimClass} />
        <div className={placeClass}>
          <RadixAlertDialog.Content {...content} className={dialogClass(width)}>
            <DialogHead picture={picture}>
              <RadixAlertDialog.Title className={dialogTitleClass}>{title}</RadixAlertDialog.Title>
              <RadixAlertDialog.Description className={dialogDescriptionClass}>
                {description}
              </RadixAlertDialog.Description>
            </DialogHead>
            {children}
          </RadixAlertDialog.Content>
        </div>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}

/** Around the button that leaves everything as it is: it has the focus at first. */
export function AlertDialogCancel({ children }: { children: ReactNode }) {
  return <RadixAlertDialog.Cancel asChild>{children}</RadixAlertDialog.Cancel>;
}

"use client";
import { Dialog as RadixDialog } from "radix-ui";
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

type ContentProps = ComponentProps<typeof RadixDialog.Content>;

/**
 * A dialog with its title and description wired. Inside: `DialogBody` and `DialogFoot`. Closes on Escape and the scrim,
 * unless `onEscapeKeyDown` and `onInteractOutside` prevent it.
 */
export function Dialog({
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
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={scrimClass} />
        <div className={placeClass}>
          <RadixDialog.Content {...content} className={dialogClass(width)}>
            <DialogHead picture={picture}>
              <RadixDialog.Title className={dialogTitleClass}>{title}</RadixDialog.Title>
              <RadixDialog.Description className={dialogDescriptionClass}>{description}</RadixDialog.Description>
            </DialogHead>
            {children}
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

"use client";
import type { AlertDialog, Dialog } from "radix-ui";
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";

import { cx } from "./class-names";

export type FrameProps<Content> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  picture?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
} & Omit<Content, "title">;

/** What both kinds of dialog are made of, of the parts of either: at the bottom edge on phones, in the middle elsewhere. */
export function DialogFrame({
  parts: { Root, Portal, Overlay, Content, Title, Description },
  open,
  onOpenChange,
  title,
  description,
  picture,
  width = "normal",
  children,
  ...content
}: FrameProps<ComponentProps<typeof AlertDialog.Content>> & { parts: typeof AlertDialog | typeof Dialog }) {
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className="fixed inset-0 z-50 bg-scrim data-[state=closed]:animate-leave data-[state=open]:animate-appear" />
        <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center overflow-auto p-4 max-phone:place-items-end max-phone:p-2">
          <Content {...content} className={contentClass(width)}>
            <div className="flex items-start gap-3 px-6 pt-5 max-phone:px-4">
              {picture}
              <div className="min-w-0">
                <Title className="text-[1.125rem]/6 font-semibold [overflow-wrap:anywhere]">{title}</Title>
                <Description className="mt-1 text-balance text-muted">{description}</Description>
              </div>
            </div>
            {children}
          </Content>
        </div>
      </Portal>
    </Root>
  );
}

const widths = { normal: "max-w-120", revoke: "max-w-136", wide: "max-w-164" };

function contentClass(width: keyof typeof widths): string {
  return cx(
    "pointer-events-auto flex max-h-[calc(100dvh-2rem)] w-full flex-col overflow-hidden rounded-dialog border border-line-strong bg-raised shadow-float outline-none data-[state=closed]:animate-leave data-[state=open]:animate-rise max-phone:max-h-[calc(100dvh-1rem)] max-phone:data-[state=open]:animate-rise-far forced-colors:border-[CanvasText]",
    widths[width],
  );
}

/** What scrolls; then it can be reached by keyboard. */
export function DialogBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScrolls(element.scrollHeight > element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={body}
      tabIndex={scrolls ? 0 : undefined}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 overflow-auto px-6 pt-4 pb-5 -outline-offset-2 max-phone:px-4"
    >
      {children}
    </div>
  );
}

/** Cancel, then the action, at the right. What stands left of them gets `mr-auto`. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center justify-end gap-2 border-t px-6 py-3 max-phone:flex-wrap max-phone:px-4 max-phone:[&>button]:flex-auto">
      {children}
    </div>
  );
}

import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./class-names";

export type ButtonLook = {
  /** Primary: one in a view. Danger: only in a dialog that ends something. Quiet: rows and cancel. */
  kind?: "default" | "primary" | "quiet" | "danger";
  size?: "normal" | "small";
  /** A square with an icon; give it a name with aria-label. */
  iconOnly?: boolean;
  /** A default button that leads to a dialog which ends something. */
  redText?: boolean;
};

type ButtonProps = ComponentProps<"button"> & ButtonLook & { pending?: boolean };

/**
 * While `pending` the button stays where it is and focusable, says what it does through its label, and ignores clicks.
 */
export function Button({
  kind,
  size,
  iconOnly,
  redText,
  pending = false,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const disabled = pending || rest["aria-disabled"] === true;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={disabled || undefined}
      onClick={disabled ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass({ kind, size, iconOnly, redText }), className)}
    />
  );
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink({
  kind,
  size,
  iconOnly,
  redText,
  className,
  ...rest
}: ComponentProps<typeof Link> & ButtonLook) {
  return <Link {...rest} className={cx(buttonClass({ kind, size, iconOnly, redText }), className)} />;
}

const base =
  "inline-flex flex-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap no-underline transition-colors duration-120 ease-(--ease) aria-disabled:cursor-default aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-muted forced-colors:border-[CanvasText]";

const kinds = {
  default: "border-line-strong bg-surface hover:border-line-control hover:bg-hover active:bg-press",
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  quiet: "border-transparent bg-transparent text-muted hover:bg-press hover:text-fg",
  danger: "border-transparent bg-danger text-on-danger hover:bg-danger-hover",
};

const sizes = {
  normal: { text: "min-h-(--control) px-3 py-1", icon: "min-h-(--control) w-(--control)" },
  small: { text: "min-h-(--control-sm) px-2 py-0.5 text-sm", icon: "min-h-(--control-sm) w-(--control-sm)" },
};

export function buttonClass({
  kind = "default",
  size = "normal",
  iconOnly = false,
  redText = false,
}: ButtonLook = {}): string {
  const color = kind === "default" ? (redText ? "text-danger-fg" : "text-fg") : undefined;
  return cx(base, kinds[kind], color, sizes[size][iconOnly ? "icon" : "text"]);
}

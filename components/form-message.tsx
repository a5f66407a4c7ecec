import { Notice } from "@/components/ui/notice";

/** What is wrong with the whole of a form, above its button. Takes the focus where no field is at fault. */
export function FormMessage({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <Notice tone="danger" role="alert" tabIndex={-1} data-form-message="">
      <p>{message}</p>
    </Notice>
  );
}

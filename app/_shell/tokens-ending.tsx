/** How many tokens stop working with the resource that is deleted. */
export function TokensEnding({ count }: { count: number }) {
  if (count === 0) return <p className="text-muted">No access token depends on it.</p>;
  return (
    <p>
      {count === 1 ? (
        <>
          Its <strong>1 token</strong> stops working too.
        </>
      ) : (
        <>
          Its <strong>{count.toLocaleString("en")} tokens</strong> stop working too.
        </>
      )}
    </p>
  );
}

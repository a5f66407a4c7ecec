/** "git 2.47.1" of "git/2.47.1 (linux)"; a browser is told by its whole name. */
export function clientWords(client: string): string {
  if (client === "") return "No name given";
  const product = /^([^\s/()]+)\/(\S+)/.exec(client);
  return product?.[1] && product[2] && product[1] !== "Mozilla" ? `${product[1]} ${product[2]}` : client;
}

export function addressWords(address: string): string {
  return address === "" ? "Unknown address" : address;
}

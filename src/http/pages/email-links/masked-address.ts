/**
 * "m•••@example.org": enough for its owner to recognise, too little for anyone else who sees the page. The domain is not
 * hidden, so that a mistyped one is noticed.
 */
export function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.slice(0, at);
  return `${first}•••${email.slice(at)}`;
}

/** "1 vote", "1,204 votes". */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** "1,204", in every locale. */
export function formatNumber(number: number): string {
  return number.toLocaleString('en-US');
}

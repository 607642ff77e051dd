/** The package ships no types. Returns null for an invalid domain. */
declare module 'tr46' {
  export function toASCII(
    domain: string,
    options: {
      useSTD3ASCIIRules: boolean;
      verifyDNSLength: boolean;
      checkHyphens: boolean;
      checkBidi: boolean;
      checkJoiners: boolean;
    },
  ): string | null;
}

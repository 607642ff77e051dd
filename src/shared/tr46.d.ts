/** The package ships no types. Null stands for a domain that is not valid. */
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

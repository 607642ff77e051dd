// What the laboratory uses of mailauth, which brings no types.

declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(
    message: Buffer,
    options: {
      canonicalization: 'relaxed/relaxed';
      signTime: Date;
      /** The fields that are signed, by colons; where it is no string, a list that lacks List-Unsubscribe-Post. */
      headerList?: string;
      signatureData: { signingDomain: string; selector: string; privateKey: string }[];
    },
  ): Promise<{ signatures: string; errors: unknown[] }>;
}

declare module 'mailauth/lib/dkim/verify.js' {
  export function dkimVerify(
    message: Buffer,
    options: { resolver: (name: string, type: string) => Promise<string[][]> },
  ): Promise<{
    results: { status: { result: string; comment?: string }; signingHeaders?: { keys: string } }[];
  }>;
}

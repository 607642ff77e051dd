// The part of mailauth that is used here; it has no types of its own.

declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(
    message: Buffer,
    options: {
      canonicalization: 'relaxed/relaxed';
      signTime: Date;
      /** The signed fields, separated by colons; anything but a string is a list without List-Unsubscribe-Post. */
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

import { aDigest, aDigestComparison, aDigestSide, anIntroduction, aSection } from './digests.ts';

// Names and texts that break a page if they are put into it unescaped.

export const ARABIC_NAME = 'مساعد الشيفرة الذكي';
export const HEBREW_NAME = 'כלי הקוד (2.0)';

export const rightToLeft = aDigest({
  subject: `\u2068${ARABIC_NAME}\u2069 — 3 of 4 would ship`,
  intro: 'أسبوع قصير: مقارنة واحدة، وحكمان واضحان.',
  sections: [
    aSection({
      comparisons: [
        aDigestComparison({
          sides: [
            aDigestSide({
              name: ARABIC_NAME,
              introduction: anIntroduction({
                tagline: 'يكتب الاختبارات قبل أن تطلبها، ويشرح سبب كل سطر.',
                pricing: 'مجاني حتى 3 مشاريع، ثم $9 شهريًا',
              }),
              quotations: [
                { stance: 'for', reviewer: 'بانية', text: 'يعمل من المرة الأولى، وهذا يكفي (غالبًا).' },
              ],
            }),
            aDigestSide({
              name: HEBREW_NAME,
              verdict: 'skip',
              panelShare: 25,
              panelCount: { ship: 1, of: 4 },
            }),
          ],
        }),
      ],
    }),
  ],
});

export const HOSTILE_NAME = `"R&D's" $& $1 $\` <script>alert(1)</script> 👩🏽‍🚀`;

export const hostileNames = aDigest({
  subject: `${HOSTILE_NAME} </title><img src=x onerror=alert(1)>`,
  preheader: '</div></style><script>alert(2)</script> {{unsubscribe}} %UNSUB%',
  intro: '<!-- --> ]]> &amp; &nbsp; `code --flag="<b>"`',
  sections: [
    aSection({
      sharedTool: HOSTILE_NAME,
      comparisons: [1, 2].map((position) =>
        aDigestComparison({
          slug: `hostile-${position}`,
          position,
          sides: [
            aDigestSide({
              name: HOSTILE_NAME,
              introduction: anIntroduction({
                tagline: 'https://verdicts.example/a-very-long-address-without-any-space/'.repeat(3),
              }),
              quotations: [
                { stance: 'for', reviewer: '<b>Builder</b>', text: 'Try `a && b > c` & $& "twice".' },
              ],
            }),
            aDigestSide({ name: `Wort${'verbindung'.repeat(12)}${position}` }),
          ],
        }),
      ),
    }),
  ],
});

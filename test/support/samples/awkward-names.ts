import { aComparison, aJudgedSide } from '../comparisons.ts';
import { aKelpforge, aMarrow, aWeek, kelpforgeOrMarrow, scored } from './digests.ts';

// Names and texts that break a page if they are put into it unescaped.

export const ARABIC_NAME = 'مساعد الشيفرة الذكي';
export const HEBREW_NAME = 'כלי הקוד (2.0)';

export const rightToLeft = aWeek(
  [
    kelpforgeOrMarrow(
      {
        name: ARABIC_NAME,
        tagline: 'يكتب الاختبارات قبل أن تطلبها، ويشرح سبب كل سطر.',
        pricing: 'مجاني حتى 3 مشاريع، ثم $9 شهريًا',
        reviews: [
          scored('بانية', 90, 'يعمل من المرة الأولى، وهذا يكفي (غالبًا).'),
          scored('Skeptic', 40, 'The menus are in the wrong order.'),
          scored('Futurist', 80, 'It reads the way that half of the world writes.'),
          scored('Founder', 75, 'It costs what it should.'),
        ],
      },
      { name: HEBREW_NAME },
    ),
    aComparison({ slug: 'loom-vs-arabic', tools: [aJudgedSide('Loom', 1), aJudgedSide('قلم صافي', 3)] }),
  ],
  { intro: 'أسبوع قصير: مقارنة واحدة، وحكمان واضحان.' },
);

export const HOSTILE_NAME = `"R&D's" $& $1 $\` <script>alert(1)</script> 👩🏽‍🚀`;

/** Wider than any column. */
export const LONG_WORD = `Wort${'verbindung'.repeat(22)}ende12`;

export const hostileNames = aWeek(
  [1, 2].map((number) =>
    aComparison({
      slug: `hostile-${number}`,
      url: 'https://verdicts.example/?a="><script>alert(3)</script>',
      tools: [
        aKelpforge({
          name: HOSTILE_NAME,
          tagline: 'https://verdicts.example/a-very-long-address-without-any-space/'.repeat(3),
          reviews: [
            scored(
              '<b>Builder</b>',
              90,
              'Try `a && b > c` & $& "twice" <b>before</b> you believe *it* at all.',
            ),
            ...aKelpforge().reviews.slice(1),
          ],
        }),
        aMarrow({ name: `${LONG_WORD}${number}` }),
      ],
    }),
  ),
  {
    subject: `${HOSTILE_NAME} </title><img src=x onerror=alert(1)>`,
    preheader: '</div></style><script>alert(2)</script> {{unsubscribe}} %UNSUB%',
    intro: '<!-- --> ]]> &amp; &nbsp; `code --flag="<b>"`',
  },
);

export const LONG_NAME = 'The Extremely Patient Debugger for Agents That Insist Everything Went Fine';

/** Names that readers, or their email clients, may take for something else. */
export const unusualNames = aWeek([
  aComparison({ slug: 'v0-vs-bolt', tools: [aJudgedSide('v0.dev', 4), aJudgedSide('bolt.new', 1)] }),
  aComparison({
    slug: 'kami-vs-otterline',
    tools: [aJudgedSide('紙飛行機 Kamihikōki', 3), aJudgedSide('Otterline 🎙️', 2)],
  }),
  aComparison({ slug: 'long-vs-short', tools: [aJudgedSide(LONG_NAME, 3), aJudgedSide('It', 1)] }),
  aComparison({
    slug: 'word-vs-sluice',
    tools: [aJudgedSide(LONG_WORD, 0), aJudgedSide('Sluicegate: Policy Proxy', 1)],
  }),
  aComparison({ slug: 'none-vs-both', tools: [aJudgedSide('None', 2), aJudgedSide('Both (beta)', 2)] }),
]);

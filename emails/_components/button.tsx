import { TextLink, useLook } from './brand.tsx';

/** The email's one call to action. */
export function Button({ href, children }: { href: string; children: string }) {
  const look = useLook();
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} className="u">
      <tbody>
        <tr>
          <td {...look({ text: 'onBrand', fill: 'brand', css: { borderRadius: '4px' } })}>
            <a
              href={href}
              {...look({
                text: 'onBrand',
                fill: 'brand',
                // Word ignores padding on links, so a border helps out; Word draws 8 pixels at most.
                rule: { colour: 'brand', edge: 'border', line: '8px solid' },
                css: {
                  display: 'inline-block',
                  padding: '4px',
                  borderRadius: '4px',
                  fontWeight: 'bold',
                  textDecoration: 'underline',
                },
              })}
            >
              {children}
            </a>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

export function FullUrl({ href }: { href: string }) {
  return (
    <p {...useLook()({ size: 14, className: 'p' })}>
      <TextLink href={href}>{href}</TextLink>
    </p>
  );
}

// The only file that imports React Email, so that its next move (components changed package in 6.0) is one edit.
export { Body, Head, Html, render } from 'react-email';

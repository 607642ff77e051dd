// The only file that imports React Email, whose components changed package in 6.0.
export { Body, Head, Html, render } from 'react-email';

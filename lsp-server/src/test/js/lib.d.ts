// The two libraries that the server hands out under /lib: as much of them as the page uses.
declare const DOMPurify: { sanitize(html: string, options: object): string };
export default DOMPurify;
export declare const marked: {
  parse(text: string, options: { async: false; gfm: boolean }): string;
};

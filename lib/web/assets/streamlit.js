// What Streamlit's own script asks of the page before it connects.

// Where the server is, so that Streamlit need not try addresses one after another; and that no page
// of another origin may talk to it.
export function tellStreamlit({ href, origin }) {
  window.__streamlit = {
    BACKEND_BASE_URL: href,
    MAIN_PAGE_BASE_URL: href,
    HOST_CONFIG: {
      allowedOrigins: [origin], useExternalAuthToken: false, enableCustomParentMessages: false,
    },
  };
}

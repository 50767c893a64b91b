// How dash-leaflet colours a polygon: a function by name, with the hideout as its context.
window.dashExtensions = {
  bench: {
    style: (feature, { hideout }) => ({
      weight: 1, color: "#fff", fillOpacity: 1, fillColor: hideout[feature.properties.index],
    }),
  },
};

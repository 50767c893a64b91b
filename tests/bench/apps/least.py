"""The least a Streamlit page can be, with the product's settings: a text and a choice."""

import streamlit as st

st.write("x")
st.selectbox("a", [1, 2])

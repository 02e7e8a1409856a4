//! What the end-to-end tests share: running the program and reading what it wrote.

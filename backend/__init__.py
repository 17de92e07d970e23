"""The rules and records of Hundre: one room per capability, arrows only down."""

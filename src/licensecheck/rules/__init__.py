"""The law: rules as data, loaded, made ready to decide, analysed and compared."""
